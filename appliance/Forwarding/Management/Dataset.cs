using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Hearth.Protocol;
using Hearth.Protocol.Tlv;

namespace Hearth.Forwarding.Management;

/// <summary>The bytes of a status dataset: its items one after the other, before they are cut into segments.</summary>
public static class Dataset
{
    /// <summary>Joins items.</summary>
    public static byte[] Encode(IEnumerable<IDatasetItem> items)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            var writer = new TlvWriter(bytes.GetSpan(item.MaxSize));
            item.WriteTo(ref writer);
            bytes.Advance(writer.Length);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads all items of one type; what is of another type is skipped.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out IReadOnlyList<T>? items, out ParseError error)
        where T : IReadableDatasetItem<T>
    {
        items = null;
        var read = new List<T>();
        if (T.Type == 0)
        {
            error = Add(read, bytes);
        }
        else
        {
            error = AddAll(read, bytes);
        }

        items = error == ParseError.None ? read : null;
        return items is not null;
    }

    private static ParseError AddAll<T>(List<T> items, ReadOnlySpan<byte> bytes)
        where T : IReadableDatasetItem<T>
    {
        var reader = new TlvReader(bytes);
        while (reader.TryRead(out var element))
        {
            var error = element.Type == T.Type ? Add(items, element.Value) : ParseError.None;
            if (error != ParseError.None)
            {
                return error;
            }
        }

        return reader.Error;
    }

    private static ParseError Add<T>(List<T> items, ReadOnlySpan<byte> value)
        where T : IReadableDatasetItem<T>
    {
        if (T.Read(value, out var error) is { } item)
        {
            items.Add(item);
        }

        return error;
    }
}
