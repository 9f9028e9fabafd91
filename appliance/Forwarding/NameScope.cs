using Hearth.Protocol;

namespace Hearth.Forwarding;

/// <summary>How far names may travel (NFD Developer's Guide, "Scope Control").</summary>
internal static class NameScope
{
    private static readonly byte[] Localhost = Name.Parse("/localhost").Value.ToArray();
    private static readonly byte[] Localhop = Name.Parse("/localhop").Value.ToArray();

    /// <summary>Whether packets of this name stay on the machine.</summary>
    public static bool IsLocalhost(NameView name) => name.Value.StartsWith(Localhost);

    /// <summary>Whether packets of this name stay on the machine or its links.</summary>
    public static bool IsLocal(NameView name) => IsLocalhost(name) || name.Value.StartsWith(Localhop);

    /// <summary>Whether an Interest of this name may go from one face to another.</summary>
    public static bool Permits(NameView name, Face from, Face to)
    {
        if (to.IsLocal)
        {
            return true;
        }

        // One hop between machines: what came over the network goes to this machine's programs only.
        return !IsLocalhost(name) && (from.IsLocal || !IsLocal(name));
    }
}
