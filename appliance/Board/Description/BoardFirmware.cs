namespace Hearth.Board.Description;

/// <summary>What a board runs before GRUB.</summary>
public enum BoardFirmware
{
    /// <summary>U-Boot, which the board holds already.</summary>
    UBoot,

    /// <summary>The Raspberry Pi's, and U-Boot after it.</summary>
    RaspberryPi,

    /// <summary>UEFI.</summary>
    Uefi,
}
