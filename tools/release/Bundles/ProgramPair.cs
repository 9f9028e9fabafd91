using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>The same program in two ranges.</summary>
internal sealed record ProgramPair(ElfProgram Old, ElfProgram New, IReadOnlyList<DeltaSection> Sections)
{
    /// <summary>The largest program that each range has, all that is loaded of it; null where either has none.</summary>
    public static ProgramPair? Find(byte[] old, byte[] made)
    {
        if (ElfProgram.FindLargest(old) is not { } before || ElfProgram.FindLargest(made) is not { } after)
        {
            return null;
        }

        var sections = new List<DeltaSection>();
        foreach (var section in before.Sections)
        {
            if (after.Sections.FirstOrDefault(other => other.Name == section.Name && other.HasBytes == section.HasBytes) is { } other)
            {
                sections.Add(new DeltaSection(section.HasBytes, section.Offset, section.Address, section.Length, other.Offset, other.Address));
            }
        }

        return sections.Count is > 0 and <= DeltaLayout.MostSections ? new ProgramPair(before, after, sections) : null;
    }
}
