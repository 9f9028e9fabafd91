namespace Hearth.Web;

/// <summary>What a setting holds.</summary>
public enum SettingKind
{
    /// <summary>A number of bytes.</summary>
    Bytes,

    /// <summary>One of a few words.</summary>
    Choice,
}
