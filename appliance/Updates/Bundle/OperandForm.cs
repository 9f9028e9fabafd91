namespace Hearth.Updates.Bundle;

/// <summary>How an operand is written.</summary>
public enum OperandForm : byte
{
    /// <summary>Eight bytes: the address.</summary>
    Absolute,

    /// <summary>Four bytes: from the operand's end on.</summary>
    FromEnd,

    /// <summary>Four bytes: from the operand's start on.</summary>
    FromStart,

    /// <summary>Four bytes: from the operand's start back.</summary>
    Back,

    /// <summary>Four bytes: from the start of its section on.</summary>
    FromSection,
}
