using Hearth.Forwarding;
using Hearth.Forwarding.Management;
using Xunit;

namespace Hearth.Tests.Forwarding.Management;

public sealed class FaceCommandTests
{
    private const string Remote = "tcp4://192.0.2.7:6363";

    private readonly ManagedForwarder forwarder = new();

    [Fact]
    public void A_face_is_answered_for_when_it_stands()
    {
        var interest = CreateInterest(new ControlParameters { Uri = Remote, FacePersistency = FacePersistency.Permanent, Mtu = 1200 });
        Assert.Empty(forwarder.Receive(interest, forwarder.Program));
        var (creation, complete) = Assert.Single(forwarder.Creations);
        Assert.Equal(Remote, creation.Remote.ToString());
        Assert.Equal(FacePersistency.Permanent, creation.Persistency);
        Assert.Equal(1200, creation.Mtu);

        var face = forwarder.AddFace(Remote);
        complete(FaceCreationResult.Created(face));
        var expected = new ControlParameters
        {
            FaceId = face.Value,
            Uri = Remote,
            LocalUri = "udp4://192.0.2.9:6363",
            FacePersistency = FacePersistency.Persistent,
            Flags = 0,
        };
        Assert.Equal(new ControlResponse(200, "OK", expected), forwarder.LateResponseTo(interest));
    }

    [Fact]
    public void A_face_that_is_there_already_is_said()
    {
        var interest = CreateInterest(new ControlParameters { Uri = "udp4://192.0.2.1:6363" });
        forwarder.Receive(interest, forwarder.Program);
        forwarder.Creations[0].Complete(FaceCreationResult.Exists(forwarder.Neighbour));
        var response = forwarder.LateResponseTo(interest);
        Assert.Equal(409, response.StatusCode);
        Assert.Equal(forwarder.Neighbour.Value, response.Parameters!.FaceId);
        Assert.Equal("udp4://192.0.2.1:6363", response.Parameters.Uri);
        Assert.Equal(FacePersistency.OnDemand, response.Parameters.FacePersistency);
    }

    [Theory]
    [InlineData(FaceCreationStatus.Unsupported, 406)]
    [InlineData(FaceCreationStatus.Unreachable, 504)]
    [InlineData(FaceCreationStatus.TimedOut, 504)]
    [InlineData(FaceCreationStatus.Full, 503)]
    public void A_face_that_could_not_be_made_is_said(FaceCreationStatus status, int expected)
    {
        var interest = CreateInterest(new ControlParameters { Uri = Remote });
        forwarder.Receive(interest, forwarder.Program);
        forwarder.Creations[0].Complete(FaceCreationResult.Failed(status, "refused"));
        Assert.Equal(expected, forwarder.LateResponseTo(interest).StatusCode);
    }

    [Fact]
    public void A_face_that_is_gone_before_its_answer_is_said_to_be_gone()
    {
        var interest = CreateInterest(new ControlParameters { Uri = Remote });
        forwarder.Receive(interest, forwarder.Program);
        forwarder.Creations[0].Complete(FaceCreationResult.Created(new FaceId(9999)));
        Assert.Equal(410, forwarder.LateResponseTo(interest).StatusCode);
    }

    [Fact]
    public void A_repeated_command_waits_for_the_first_ones_answer()
    {
        var interest = CreateInterest(new ControlParameters { Uri = Remote });
        Assert.Empty(forwarder.Receive(interest, forwarder.Program));
        Assert.Empty(forwarder.Receive(interest, forwarder.Program));
        Assert.Single(forwarder.Creations);
        forwarder.Creations[0].Complete(FaceCreationResult.Failed(FaceCreationStatus.TimedOut, ""));
        Assert.Equal(504, forwarder.LateResponseTo(interest).StatusCode);
    }

    [Fact]
    public void So_many_faces_are_in_the_making_and_no_more()
    {
        var options = new ManagementOptions { Version = "hearth", StartedAt = ManagedForwarder.WallClock, MaxPendingCommands = 2 };
        var bounded = new ManagedForwarder(options: options);
        var interests = Enumerable.Range(1, 3)
            .Select(i => bounded.CommandInterest("/localhost/nfd/faces/create", new ControlParameters { Uri = $"tcp4://192.0.2.{i}:6363" }.Encode()))
            .ToList();
        Assert.Empty(bounded.Receive(interests[0], bounded.Program));
        Assert.Empty(bounded.Receive(interests[1], bounded.Program));
        Assert.Equal(503, bounded.ResponseTo(interests[2], bounded.Program).StatusCode);
        Assert.Equal((2L, 2L, 1L), bounded.Service.Pending);
        Assert.Equal(200, bounded.Command("rib/unregister", new ControlParameters { Name = Hearth.Protocol.Name.Parse("/a") }).StatusCode);
        bounded.Creations[0].Complete(FaceCreationResult.Failed(FaceCreationStatus.TimedOut, ""));
        Assert.Empty(bounded.Receive(bounded.CommandInterest("/localhost/nfd/faces/create", new ControlParameters { Uri = Remote }.Encode()), bounded.Program));
    }

    [Theory]
    [InlineData("nonsense", null, 400)]
    [InlineData("udp4://192.0.2.7", null, 400)]
    [InlineData("udp4://router.example:6363", null, 400)]
    [InlineData("unix:///run/x.sock", null, 400)]
    [InlineData(Remote, "nonsense", 400)]
    [InlineData(Remote, "udp://192.0.2.9", 400)]
    public void A_face_to_no_canonical_place_is_malformed(string remote, string? local, int expected) =>
        Assert.Equal(expected, forwarder.Command("faces/create", new ControlParameters { Uri = remote, LocalUri = local }).StatusCode);

    [Theory]
    [InlineData(Remote)]
    [InlineData("udp4://192.0.2.7:6363")]
    public void A_unicast_face_starts_where_the_system_lets_it(string remote)
    {
        Assert.Equal(406, forwarder.Command("faces/create", new ControlParameters { Uri = remote, LocalUri = "udp4://192.0.2.9:6363" }).StatusCode);
        Assert.Empty(forwarder.Creations);
    }

    [Fact]
    public void A_face_to_a_program_on_this_machine_may_have_local_fields()
    {
        var interest = CreateInterest(new ControlParameters { Uri = "tcp4://127.0.0.1:7000", Flags = 1, Mask = 1 });
        Assert.Empty(forwarder.Receive(interest, forwarder.Program));
        forwarder.Creations[0].Complete(FaceCreationResult.Created(forwarder.AddFace("tcp4://127.0.0.1:7000")));
        Assert.Equal(1ul, forwarder.LateResponseTo(interest).Parameters!.Flags);
    }

    [Fact]
    public void No_frame_is_longer_than_a_packet_whatever_the_mtu()
    {
        var asked = new ControlParameters { FaceId = forwarder.Neighbour.Value, Mtu = 100_000 };
        Assert.Equal(8800ul, forwarder.Command("faces/update", asked).Parameters!.Mtu);
        forwarder.Receive(CreateInterest(new ControlParameters { Uri = "udp4://192.0.2.7:6363", Mtu = 100_000 }), forwarder.Program);
        Assert.Equal(8800, forwarder.Creations[0].Creation.Mtu);
    }

    [Fact]
    public void A_reliable_link_keeps_frames_that_it_can_keep()
    {
        var asked = new ControlParameters { FaceId = forwarder.Neighbour.Value, Flags = 2, Mask = 2 };
        Assert.Equal(200, forwarder.Command("faces/update", asked).StatusCode);
        var longer = new ControlParameters { FaceId = forwarder.Neighbour.Value, Mtu = 1537 };
        Assert.Equal(new ControlResponse(409, "Invalid properties specified", longer with { FaceId = null }), forwarder.Command("faces/update", longer));
        Assert.Equal(200, forwarder.Command("faces/update", longer with { Flags = 0, Mask = 2 }).StatusCode);
    }

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(2, null, null)]
    [InlineData(0, FacePersistency.OnDemand, null)]
    [InlineData(0, (FacePersistency)77, null)]
    [InlineData(0, null, 63ul)]
    [InlineData(0, null, ulong.MaxValue)]
    public void What_a_face_cannot_have_is_not_acceptable(int flags, FacePersistency? persistency, ulong? mtu)
    {
        var parameters = new ControlParameters { Uri = Remote, Flags = (ulong)flags, Mask = 7, FacePersistency = persistency, Mtu = mtu };
        Assert.Equal(406, forwarder.Command("faces/create", parameters).StatusCode);
        Assert.Empty(forwarder.Creations);
    }

    [Fact]
    public void A_program_switches_local_fields_on_and_off_for_itself()
    {
        var on = forwarder.Command("faces/update", new ControlParameters { Flags = 1, Mask = 1 });
        var expected = new ControlParameters { FaceId = forwarder.Program.Value, FacePersistency = FacePersistency.OnDemand, Flags = 1 };
        Assert.Equal(new ControlResponse(200, "OK", expected), on);
        Assert.True(Program.LocalFieldsEnabled);
        forwarder.Command("faces/update", new ControlParameters { Flags = 0, Mask = 2 });
        Assert.True(Program.LocalFieldsEnabled);
        forwarder.Command("faces/update", new ControlParameters { Flags = 0, Mask = 1 });
        Assert.False(Program.LocalFieldsEnabled);
    }

    [Fact]
    public void A_neighbour_gets_no_local_fields()
    {
        var response = forwarder.Command("faces/update", new ControlParameters { FaceId = forwarder.Neighbour.Value, Flags = 1, Mask = 1 });
        Assert.Equal(new ControlResponse(409, "Invalid properties specified", new ControlParameters { Flags = 1, Mask = 1 }), response);
    }

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(4, null, null)]
    [InlineData(0, 63ul, null)]
    [InlineData(0, null, (FacePersistency)77)]
    public void An_update_that_cannot_be_names_what_is_in_the_way(int flags, ulong? mtu, FacePersistency? persistency)
    {
        var asked = new ControlParameters { FaceId = forwarder.Neighbour.Value, Flags = (ulong)flags, Mask = (ulong)flags, Mtu = mtu, FacePersistency = persistency };
        var response = forwarder.Command("faces/update", asked);
        Assert.Equal(409, response.StatusCode);
        Assert.Equal(flags == 0 ? null : (ulong?)flags, response.Parameters!.Flags);
        Assert.Equal(mtu, response.Parameters.Mtu);
        Assert.Equal(persistency, response.Parameters.FacePersistency);
    }

    [Fact]
    public void The_mtu_and_persistency_of_a_face_change()
    {
        var asked = new ControlParameters { FaceId = forwarder.Neighbour.Value, Mtu = 1200, FacePersistency = FacePersistency.Permanent };
        Assert.Equal(new ControlResponse(200, "OK", asked with { Flags = 0 }), forwarder.Command("faces/update", asked));
        forwarder.MayChangePersistency = false;
        asked = new ControlParameters { FaceId = forwarder.Neighbour.Value, FacePersistency = FacePersistency.Persistent };
        Assert.Equal(
            new ControlResponse(409, "Invalid properties specified", asked with { FaceId = null }), forwarder.Command("faces/update", asked));
    }

    [Fact]
    public void An_update_of_no_face_is_not_found() =>
        Assert.Equal(404, forwarder.Command("faces/update", new ControlParameters { FaceId = 9999 }).StatusCode);

    [Fact]
    public void A_face_is_destroyed_and_stays_so()
    {
        var asked = new ControlParameters { FaceId = forwarder.Neighbour.Value };
        Assert.Equal(new ControlResponse(200, "OK", asked), forwarder.Command("faces/destroy", asked));
        Assert.False(forwarder.Forwarder.Faces.TryGet(forwarder.Neighbour, out _));
        Assert.Equal(new ControlResponse(200, "OK", asked), forwarder.Command("faces/destroy", asked));
    }

    private FaceInfo Program
    {
        get
        {
            Assert.True(forwarder.Forwarder.Faces.TryGet(forwarder.Program, out var face));
            return face.Info;
        }
    }

    private byte[] CreateInterest(ControlParameters parameters) => forwarder.CommandInterest("/localhost/nfd/faces/create", parameters.Encode());
}
