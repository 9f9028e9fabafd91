using Hearth.Protocol;
using Hearth.Protocol.Consumer;
using Hearth.Protocol.Signing;

namespace Hearth.Tests.Protocol.Consumer;

/// <summary>Trusts one key, at once or after its certificate came.</summary>
internal sealed class TestTrust(Verifier verifier, Name? certificate = null) : IDataTrust
{
    public bool IsOwnerKnown { get; init; } = true;

    public List<Name> Learned { get; } = [];

    public List<Name> GivenUp { get; } = [];

    public int Judged { get; private set; }

    public TrustVerdict Judge(in Data data, out Name? wanted)
    {
        Judged++;
        wanted = Learned.Count == 0 && GivenUp.Count == 0 ? certificate : null;
        return wanted is not null ? TrustVerdict.NeedsCertificate
            : GivenUp.Count > 0 || !verifier.Verify(data) ? TrustVerdict.Refused
            : IsOwnerKnown ? TrustVerdict.Trusted
            : TrustVerdict.IntegrityOnly;
    }

    public void Learn(in Data data) => Learned.Add(data.Name.ToName());

    public void GiveUpOn(Name name) => GivenUp.Add(name);
}
