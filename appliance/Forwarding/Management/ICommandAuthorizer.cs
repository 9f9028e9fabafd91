namespace Hearth.Forwarding.Management;

/// <summary>Decides who may command the forwarder. Datasets may be read by whoever can send an Interest to them.</summary>
public interface ICommandAuthorizer
{
    /// <summary>Whether the command may be carried out; a refused one is answered with status 403.</summary>
    bool IsAllowed(in CommandRequest request);
}
