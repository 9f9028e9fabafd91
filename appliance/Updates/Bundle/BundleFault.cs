namespace Hearth.Updates.Bundle;

/// <summary>Why a bundle, or something of it, is refused.</summary>
public enum BundleFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Not a manifest of the version that is known here.</summary>
    UnknownFormat,

    /// <summary>It ends inside a field, or goes on behind the last.</summary>
    WrongLength,

    /// <summary>A number is written with more digits than it needs, or is none.</summary>
    WrongNumber,

    /// <summary>The board's or the version's name is none.</summary>
    WrongName,

    /// <summary>An image is empty, or larger than its partition may be.</summary>
    WrongImageSize,

    /// <summary>A piece is empty, larger than a chunk may be, or longer when compressed than it may be.</summary>
    WrongPiece,

    /// <summary>A delta is not made of whole pieces, lies outside its image, or is larger than may be.</summary>
    WrongDelta,

    /// <summary>For another board.</summary>
    WrongBoard,

    /// <summary>An object has another length than the manifest says: cut short, or endless.</summary>
    WrongObjectLength,

    /// <summary>An object is not the one that the manifest names.</summary>
    WrongObject,

    /// <summary>A delta's instructions lead outside what it reads or writes.</summary>
    BrokenDelta,

    /// <summary>What a delta made is not what the manifest says.</summary>
    WrongResult,
}
