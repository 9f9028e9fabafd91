namespace Hearth.Forwarding.Management;

/// <summary>The answers that several commands give, in NFD's codes and words.</summary>
internal static class Responses
{
    public static readonly ControlResponse Malformed = new(400, "Malformed command");
    public static readonly ControlResponse Unauthorized = new(403, "authorization rejected");
    public static readonly ControlResponse FaceUnknown = new(404, "Specified face does not exist");
    public static readonly ControlResponse FaceGone = new(410, "Face not found");
    public static readonly ControlResponse PrefixTooLong =
        new(414, $"Prefix cannot exceed {ForwarderOptions.MaxNameComponents} components");

    public static readonly ControlResponse UnknownCommand = new(501, "Unsupported command");
    public static readonly ControlResponse TableFull = new(503, "No room for one more");

    public static ControlResponse Done(ControlParameters parameters) => new(200, "OK", parameters);
}
