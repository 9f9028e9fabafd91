namespace Hearth.Forwarding.Management;

/// <summary>
/// Whether a command from the network is signed by a key that may give it: the node's trust rules. It has seen to
/// nothing else, neither repetition nor age.
/// </summary>
public delegate bool CommandTrust(in CommandRequest request);
