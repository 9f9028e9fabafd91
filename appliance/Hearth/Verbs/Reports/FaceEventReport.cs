using Hearth.Forwarding.Management;

namespace Hearth.Verbs.Reports;

/// <summary>Something that happened to a face: <c>created</c>, <c>destroyed</c>, <c>up</c> or <c>down</c>.</summary>
internal sealed record FaceEventReport(string Event, ulong Id, string Remote, string Local)
{
    public static FaceEventReport Of(FaceEvent happened) => new(
        happened.Kind switch
        {
            FaceEventKind.Created => "created",
            FaceEventKind.Destroyed => "destroyed",
            FaceEventKind.Up => "up",
            FaceEventKind.Down => "down",
            var other => ((ulong)other).ToString(System.Globalization.CultureInfo.InvariantCulture),
        },
        happened.FaceId,
        happened.Uri,
        happened.LocalUri);
}
