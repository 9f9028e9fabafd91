namespace Hearth.Web.Http.Wire;

/// <summary>One face; its address only for the owner.</summary>
internal sealed record WireFace(long Id, string Scheme, string? Uri, string Scope, PacketCounters In, PacketCounters Out)
{
    public static WireFace From(FaceStatus face, bool owner) => new(
        face.Id,
        Scheme: face.Uri.Split(':', 2)[0],
        Uri: owner ? face.Uri : null,
        Scope: face.Local ? "local" : "non-local",
        face.In,
        face.Out);
}
