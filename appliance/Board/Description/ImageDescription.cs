using System.Collections.Immutable;

namespace Hearth.Board.Description;

/// <summary>What the image builder puts together for a board.</summary>
/// <param name="PartitionTable">How the card is divided.</param>
/// <param name="Firmware">What runs before GRUB.</param>
/// <param name="KernelArguments">Added to the kernel's command line.</param>
/// <param name="BootModules">Needed before the root is there.</param>
/// <param name="Modules">On the root, loaded when a device asks for them.</param>
/// <param name="Load">On the root, loaded at every start.</param>
/// <param name="FirmwarePackages">Debian packages with the devices' own firmware.</param>
public sealed record ImageDescription(
    PartitionTable PartitionTable,
    BoardFirmware Firmware,
    string KernelArguments,
    ImmutableArray<string> BootModules,
    ImmutableArray<string> Modules,
    ImmutableArray<string> Load,
    ImmutableArray<string> FirmwarePackages);
