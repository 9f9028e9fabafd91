using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Discovery.Dns;

/// <summary>
/// A domain name: labels of 1 to 63 bytes of UTF-8, 255 bytes in all (RFC 1035 section 2.3.4, RFC 6762 section 16).
/// Compared without regard to ASCII case.
/// </summary>
public sealed class DnsName : IEquatable<DnsName>
{
    /// <summary>Most bytes of a label.</summary>
    public const int MaxLabelSize = 63;

    /// <summary>Most bytes of an encoded name, its final zero included.</summary>
    public const int MaxSize = 255;

    private readonly string[] labels;

    private DnsName(string[] labels) => this.labels = labels;

    /// <summary>The root: no labels.</summary>
    public static DnsName Root { get; } = new([]);

    /// <summary>The labels, most specific first.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>A name of these labels; a label may hold any characters, dots included.</summary>
    /// <exception cref="ArgumentException">A label is empty or too long, or the name is.</exception>
    public static DnsName Of(params string[] labels) =>
        TryCreate(labels, out var name) ? name : throw new ArgumentException($"'{string.Join('.', labels)}' is no domain name.", nameof(labels));

    /// <summary>A name of dot-separated labels, such as <c>_http._tcp.local</c>.</summary>
    /// <exception cref="ArgumentException">A label is empty or too long, or the name is.</exception>
    public static DnsName Parse(string dotted) => Of(dotted.TrimEnd('.').Split('.'));

    /// <summary>A name of these labels; false when a label is empty or too long, or the name is.</summary>
    public static bool TryCreate(IReadOnlyList<string> labels, [NotNullWhen(true)] out DnsName? name)
    {
        var size = 1;
        foreach (var label in labels)
        {
            var bytes = Encoding.UTF8.GetByteCount(label);
            size += bytes + 1;
            if (bytes is 0 or > MaxLabelSize || size > MaxSize)
            {
                name = null;
                return false;
            }
        }

        name = new DnsName([.. labels]);
        return true;
    }

    /// <summary>The name under one more label: <c>hearth</c> under <c>local</c> is <c>hearth.local</c>.</summary>
    public DnsName Under(DnsName parent) => Of([.. labels, .. parent.labels]);

    /// <summary>Whether the name is <paramref name="suffix"/> or lies under it.</summary>
    public bool EndsWith(DnsName suffix) =>
        labels.Length >= suffix.labels.Length
        && labels.AsSpan(labels.Length - suffix.labels.Length).SequenceEqual(suffix.labels, CaseInsensitive.Instance);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] DnsName? other) =>
        other is not null && labels.AsSpan().SequenceEqual(other.labels, CaseInsensitive.Instance);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as DnsName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var label in labels)
        {
            hash.Add(CaseInsensitive.Instance.GetHashCode(label));
        }

        return hash.ToHashCode();
    }

    /// <summary>The labels with dots between them; dots and backslashes within a label are escaped (RFC 6763 section 4.3).</summary>
    public override string ToString() =>
        string.Join('.', labels.Select(label => label
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(".", "\\.", StringComparison.Ordinal))) + ".";

    /// <summary>Only ASCII letters have no case (RFC 6762 section 16); the invariant culture would fold more.</summary>
    internal sealed class CaseInsensitive : IEqualityComparer<string>
    {
        public static readonly CaseInsensitive Instance = new();

        public bool Equals(string? x, string? y)
        {
            if (x is null || y is null || x.Length != y.Length)
            {
                return ReferenceEquals(x, y);
            }

            for (var i = 0; i < x.Length; i++)
            {
                if (Fold(x[i]) != Fold(y[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(string label)
        {
            var hash = default(HashCode);
            foreach (var character in label)
            {
                hash.Add(Fold(character));
            }

            return hash.ToHashCode();
        }

        private static char Fold(char character) =>
            char.IsAsciiLetterUpper(character) ? (char)(character | 0x20) : character;
    }
}
