using System.Diagnostics.CodeAnalysis;
using Hearth.Board.Description;

namespace Hearth.CommandLine;

/// <summary>A <c>board.json</c> that a verb was given.</summary>
internal static class BoardFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="VerbFailedException">It cannot be read, or is wrong.</exception>
    public static BoardDescription Read(string path) => TryRead(path, out var board, out var faults)
        ? board
        : throw new VerbFailedException(faults.Count == 1 ? $"{faults[0]}" : $"{faults[0]} There is more; `hearth board {path}` shows all.");

    /// <summary>Reads it, and says all that is wrong.</summary>
    /// <exception cref="VerbFailedException">It cannot be read.</exception>
    public static bool TryRead(string path, [NotNullWhen(true)] out BoardDescription? board, out IReadOnlyList<BoardFault> faults)
    {
        byte[] json;
        try
        {
            using var file = File.OpenRead(path);
            // One byte more than is read tells a file that is too large, or has no end.
            json = new byte[BoardReader.MaxSize + 1];
            json = json[..file.ReadAtLeast(json, json.Length, throwOnEndOfStream: false)];
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException($"{path} cannot be read: {refusal.Message.TrimEnd('.')}.");
        }

        return BoardReader.TryRead(json, path, out board, out faults);
    }
}
