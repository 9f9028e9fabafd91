using Hearth.Protocol.Link;

namespace Hearth.Forwarding;

/// <summary>
/// Whether a route may be made from an announcement: its signature, its validity by the wall clock, and whether such a
/// prefix may be announced at all are the node's to judge. Its form, and that the Data it came with is under its prefix,
/// have been checked.
/// </summary>
public delegate bool AnnouncementTrust(in PrefixAnnouncement announcement);
