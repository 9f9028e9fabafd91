using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>Which kind of operands each block has: the one that leaves the fewest differences.</summary>
internal static class OperandKinds
{
    /// <summary>For the old range.</summary>
    public static OperandKind[] Choose(DeltaLayout layout, byte[] old, byte[] made)
    {
        var blocks = DeltaLayout.BlocksOf(old.Length);
        var (best, kinds) = (new int[blocks], new OperandKind[blocks]);
        foreach (var kind in Enum.GetValues<OperandKind>())
        {
            var differences = new int[blocks];
            DeltaReplay.Run(layout with { Kinds = [.. Enumerable.Repeat(kind, blocks)] }, old, (newOffset, oldOffset, predicted) =>
            {
                var same = 0;
                for (var i = 0; i < predicted.Length; i++)
                {
                    same += predicted[i] == made[newOffset + i] ? 1 : 0;
                }

                differences[oldOffset / Blocks.Size] += predicted.Length - same;
            });
            for (var i = 0; i < blocks; i++)
            {
                if (kind == OperandKind.None || differences[i] < best[i])
                {
                    (best[i], kinds[i]) = (differences[i], kind);
                }
            }
        }

        return kinds;
    }

    /// <summary>For the new range: what most of a block comes from.</summary>
    public static OperandKind[] Carry(DeltaLayout layout, int newLength)
    {
        var kindCount = Enum.GetValues<OperandKind>().Length;
        var (shares, made) = (new int[DeltaLayout.BlocksOf(newLength) * kindCount], 0);
        foreach (var instruction in layout.Instructions)
        {
            for (int done = 0, size; done < instruction.Add; done += size)
            {
                size = Math.Min(DeltaLayout.WithinBlock(instruction.Old + done, instruction.Add - done), DeltaLayout.WithinBlock(made + done, int.MaxValue));
                shares[((made + done) / Blocks.Size * kindCount) + (int)layout.Kinds[(instruction.Old + done) / Blocks.Size]] += size;
            }

            made += instruction.Add + instruction.Insert;
        }

        return [.. shares.Chunk(kindCount).Select(share => (OperandKind)Array.IndexOf(share, share.Max()))];
    }
}
