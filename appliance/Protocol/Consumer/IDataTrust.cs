namespace Hearth.Protocol.Consumer;

/// <summary>Decides which packets are their owner's word. It fetches nothing itself: it says what it needs.</summary>
public interface IDataTrust
{
    /// <summary>Judges a packet.</summary>
    /// <param name="data">The packet.</param>
    /// <param name="certificate">
    /// What to fetch for <see cref="TrustVerdict.NeedsCertificate"/>: the name, or the beginning of the name, of a
    /// certificate. The packet is judged again once it was learned or given up.
    /// </param>
    TrustVerdict Judge(in Data data, out Name? certificate);

    /// <summary>Takes a certificate that <see cref="Judge"/> asked for. It may be anybody's.</summary>
    void Learn(in Data certificate);

    /// <summary>Says that a certificate cannot be had; what needs it is refused from now on.</summary>
    void GiveUpOn(Name certificate);
}
