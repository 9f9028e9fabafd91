namespace Hearth.Protocol.Cryptography;

/// <summary>How a <see cref="Key"/> is made.</summary>
public record struct KeyCreationParameters
{
    /// <summary>What may leave the key; nothing by default.</summary>
    public KeyExportPolicies ExportPolicy { get; set; }
}
