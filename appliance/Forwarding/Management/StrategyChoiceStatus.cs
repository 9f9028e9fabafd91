using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>The strategy of one prefix (NFD Management, "StrategyChoice"): dataset <c>strategy-choice/list</c>.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Strategy">Name of the strategy.</param>
public sealed record StrategyChoiceStatus(Name Prefix, Name Strategy) : IReadableDatasetItem<StrategyChoiceStatus>
{
    /// <inheritdoc/>
    public static uint Type => ManagementTlv.StrategyChoice;

    /// <inheritdoc/>
    public int MaxSize => (2 * FieldSize.Header) + FieldSize.Name(Prefix) + FieldSize.Name(Strategy);

    /// <inheritdoc/>
    public static StrategyChoiceStatus? Read(ReadOnlySpan<byte> value, out ParseError error)
    {
        var reader = new FieldReader(value);
        var prefix = reader.Name();
        var found = reader.TryFind(ManagementTlv.Strategy, out var element);
        var strategy = new FieldReader(element.Value);
        var name = found ? strategy.Name() : Name.Empty;
        error = reader.Error != ParseError.None ? reader.Error : found ? strategy.Error : ParseError.MissingElement;
        return error == ParseError.None ? new StrategyChoiceStatus(prefix, name) : null;
    }

    /// <inheritdoc/>
    public void WriteTo(ref TlvWriter writer)
    {
        var element = writer.Begin(Type);
        writer.WriteName(Prefix);
        var strategy = writer.Begin(ManagementTlv.Strategy);
        writer.WriteName(Strategy);
        writer.End(strategy);
        writer.End(element);
    }
}
