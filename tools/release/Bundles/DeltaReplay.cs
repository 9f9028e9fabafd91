using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>Goes through a layout as a device does, and shows what it predicts.</summary>
internal static class DeltaReplay
{
    public delegate void Visitor(int newOffset, int oldOffset, ReadOnlySpan<byte> predicted);

    public static void Run(DeltaLayout layout, byte[] old, Visitor visit)
    {
        var (map, buffer, made) = (new AddressMap(layout), new byte[Blocks.Size], 0);
        foreach (var instruction in layout.Instructions)
        {
            for (var done = 0; done < instruction.Add;)
            {
                var size = DeltaLayout.WithinBlock(instruction.Old + done, instruction.Add - done);
                old.AsSpan(instruction.Old + done, size).CopyTo(buffer);
                map.Predict(buffer, size, instruction.Old + done, made + done);
                visit(made + done, instruction.Old + done, buffer.AsSpan(0, size));
                done += size;
            }

            made += instruction.Add + instruction.Insert;
        }
    }
}
