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
        if (Directory.Exists(to))
        {
            throw new ReleaseException($"{to} is a folder: name the file, such as {Path.Join(to, "update.tar")}");
        }

        // What was there stays until there is something better.
        var part = to + ".part";
        try
        {
            var size = Write(repository, [.. repository.MetadataFiles, target, .. ObjectsOf(manifest)], part);
            if (size > BundleLimits.MostFileBytes)
            {
                throw new ReleaseException($"the update has {size} bytes, and devices take no more than {BundleLimits.MostFileBytes >> 20} MiB in one file");
            }

            File.Move(part, to, overwrite: true);
            return size;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static long Write(Repository repository, IEnumerable<string> names, string to)
    {
        using var file = File.Create(to);
        using (var tar = new TarWriter(file, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var content = File.OpenRead(Path.Join(repository.Folder.Path, name));
                tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = content });
            }
        }

        return file.Length;
    }

    private static IEnumerable<string> ObjectsOf(BundleManifest manifest) =>
        new[] { manifest.Root, manifest.Kernel }
            .SelectMany(image => image.Pieces).Where(piece => piece.Hash is not null).Select(piece => BundleObject.Of(piece).Path)
            .Concat(manifest.Deltas.Select(delta => BundleObject.Of(delta).Path))
            .Distinct();
}
