using System.Formats.Tar;
using Hearth.Release.Signing;
using Hearth.Updates.Bundle;

namespace Hearth.Release.Bundles;

/// <summary>A bundle with all that a device asks for to install it, in one file: for boards that reach neither a neighbour nor a server.</summary>
internal static class UpdateFile
{
    /// <summary>Packs a bundle.</summary>
    /// <param name="repository">Where it is published.</param>
    /// <param name="target">The path of its manifest.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="to">The file.</param>
    /// <returns>Its size.</returns>
    public static long Pack(Repository repository, string target, BundleManifest manifest, string to)
    {
        using var file = File.Create(to);
        using (var tar = new TarWriter(file, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var name in repository.MetadataFiles.Append(target).Concat(ObjectsOf(manifest)))
            {
                using var content = File.OpenRead(Path.Join(repository.Folder.Path, name));
                tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
            }
        }

        return file.Length <= BundleLimits.MostFileBytes
            ? file.Length
            : throw new ReleaseException($"{to} is larger than the {BundleLimits.MostFileBytes >> 20} MiB that devices take");
    }

    private static IEnumerable<string> ObjectsOf(BundleManifest manifest) =>
        new[] { manifest.Root, manifest.Kernel }
            .SelectMany(image => image.Pieces).Where(piece => piece.Hash is not null).Select(piece => BundleObject.Of(piece).Path)
            .Concat(manifest.Deltas.Select(delta => BundleObject.Of(delta).Path))
            .Distinct();
}
