using System.Buffers;
using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>
/// Makes deltas. Programs are matched twice: first without their operands, so that code that calls something else is the same
/// code; then with operands that say where they lead to in the new program.
/// </summary>
internal static class DeltaMaker
{
    /// <summary>The object that makes the new bytes out of the old; null where it would be larger than a device takes.</summary>
    public static byte[]? Make(byte[] old, byte[] made)
    {
        var layout = ProgramPair.Find(old, made) is { } pair
            ? Match(pair, old, made)
            : new DeltaLayout([], [], DeltaMatcher.Match(old, made));
        return layout.Instructions.Count <= DeltaLayout.MostInstructions ? Encode(layout, old, made) : null;
    }

    private static DeltaLayout Match(ProgramPair pair, byte[] old, byte[] made)
    {
        var layout = new DeltaLayout(pair.Sections, [], DeltaMatcher.Match(pair.Old.Rewrite(old, _ => 0), pair.New.Rewrite(made, _ => 0)));
        layout = layout with { Kinds = OperandKinds.Choose(layout, old, made) };
        var map = new AddressMap(layout);
        var from = pair.Old.With(layout.Kinds).Rewrite(old, target => map.TryMap(target, out var mapped) ? mapped : target);
        var to = pair.New.With(OperandKinds.Carry(layout, made.Length)).Rewrite(made, target => target);
        layout = layout with { Instructions = DeltaMatcher.Match(from, to) };
        return layout with { Kinds = OperandKinds.Choose(layout, old, made) };
    }

    private static byte[] Encode(DeltaLayout layout, byte[] old, byte[] made)
    {
        var (differences, insertions, end) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>(), 0);
        DeltaReplay.Run(layout, old, (at, _, predicted) =>
        {
            var difference = differences.GetSpan(predicted.Length);
            for (var i = 0; i < predicted.Length; i++)
            {
                difference[i] = (byte)(made[at + i] - predicted[i]);
            }

            differences.Advance(predicted.Length);
        });
        foreach (var instruction in layout.Instructions)
        {
            end += instruction.Add + instruction.Insert;
            insertions.Write(made.AsSpan(end - instruction.Insert, instruction.Insert));
        }

        byte[][] sections = [Compression.Compress(layout.Encode()), Compression.Compress(differences.WrittenSpan), Compression.Compress(insertions.WrittenSpan)];
        var output = new ArrayBufferWriter<byte>();
        output.Write(DeltaPatch.Magic);
        foreach (var section in sections)
        {
            VariableNumber.Write(output, section.Length);
        }

        foreach (var section in sections)
        {
            output.Write(section);
        }

        return output.WrittenSpan.ToArray();
    }
}
