using Hearth.Protocol.Tlv;

namespace Hearth.Protocol.Signing;

internal static class SignatureInfoWriter
{
    public static void WriteTypeAndLocator(ref TlvWriter writer, Signer signer)
    {
        writer.WriteNumber(TlvType.SignatureType, (ulong)signer.Type);
        if (signer.KeyLocator is { } keyName)
        {
            var locator = writer.Begin(TlvType.KeyLocator);
            writer.WriteName(keyName);
            writer.End(locator);
        }
    }
}
