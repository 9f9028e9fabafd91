using Hearth.Client;
using Hearth.CommandLine;
using Hearth.Forwarding.Management;

namespace Hearth.Verbs;

/// <summary>One use of a verb that asks or commands the forwarder over its management protocol.</summary>
internal sealed class ManagementCall(VerbCall call, ManagementClient management, CancellationToken stop)
{
    /// <summary>What was asked on the command line.</summary>
    public VerbCall Call { get; } = call;

    /// <summary>The forwarder.</summary>
    public ManagementClient Management { get; } = management;

    /// <summary>Ends the work.</summary>
    public CancellationToken Stop { get; } = stop;

    /// <summary>A verb's work, with the connection around it.</summary>
    public static Func<VerbCall, CancellationToken, Task<int>> Of(Func<ManagementCall, Task> work) => async (call, stop) =>
    {
        var client = await NdnClient.ConnectAsync(call.Options.ClientTransport, stop).ConfigureAwait(false);
        await using (client.ConfigureAwait(false))
        {
            await work(new ManagementCall(call, new ManagementClient(client, TimeProvider.System), stop)).ConfigureAwait(false);
        }

        return ExitCode.Done;
    };

    /// <summary>Says a result to a person.</summary>
    public void Say(string line) => Call.Out.WriteLine(line);

    /// <summary>Reads a dataset.</summary>
    public Task<IReadOnlyList<T>> ListAsync<T>(string dataset)
        where T : IReadableDatasetItem<T> => Management.ListAsync<T>(dataset, Stop);

    /// <summary>Gives a command that must succeed.</summary>
    public Task<ControlParameters> DoAsync(string command, ControlParameters parameters) => Management.DoAsync(command, parameters, Stop);

    /// <summary>The face to that place: the one there is, or a new one.</summary>
    /// <param name="place">Its address as a person writes it.</param>
    /// <param name="wanted">What else a new face should have.</param>
    /// <returns>The face, and whether it was made.</returns>
    public async Task<(ControlParameters Face, bool Made)> FaceToAsync(string place, ControlParameters wanted)
    {
        var uri = await FaceAddress.CanonizeAsync(place, Stop).ConfigureAwait(false);
        var response = await Management.CommandAsync("faces/create", wanted with { Uri = uri.ToString() }, Stop).ConfigureAwait(false);
        return response switch
        {
            { IsSuccess: true, Parameters: { } made } => (made, true),
            { StatusCode: 409, Parameters: { FaceId: not null } existing } => (existing, false),
            _ => throw ManagementClient.Refused(response),
        };
    }
}
