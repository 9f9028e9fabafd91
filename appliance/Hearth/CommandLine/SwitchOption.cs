using System.CommandLine;

namespace Hearth.CommandLine;

/// <summary>An option that is on or off, and absent where it is left alone.</summary>
internal static class SwitchOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string> Create(string name, string description)
    {
        Option<string> option = new(name) { HelpName = "on|off", Description = description };
        option.AcceptOnlyFromAmong("on", "off");
        return option;
    }
}
