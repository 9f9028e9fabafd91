using Hearth.Updates.Bundle;
using Xunit;

namespace Hearth.Tests.Updates.Bundle;

/// <summary>What is an operand, where it stands, and where it leads to; the bytes lie at 0x1000, their section begins at 0x800.</summary>
public sealed class OperandScanTests
{
    [Theory]
    [InlineData(OperandKind.X64Code, "E8 10 00 00 00", "1 FromEnd 1015")] // call
    [InlineData(OperandKind.X64Code, "E9 F0 FF FF FF", "1 FromEnd FF5")] // jmp
    [InlineData(OperandKind.X64Code, "90 0F 84 10 00 00 00", "3 FromEnd 1017")] // je
    [InlineData(OperandKind.X64Code, "48 8D 05 10 00 00 00", "3 FromEnd 1017")] // lea rax,[rip+16]
    [InlineData(OperandKind.X64Code, "4C 8B 3D 10 00 00 00", "3 FromEnd 1017")] // mov r15,[rip+16]
    [InlineData(OperandKind.X64Code, "48 8D 45 10 00 00 00", "")] // lea rax,[rbp+16]
    [InlineData(OperandKind.X64Code, "E8 10 00 00", "")]
    [InlineData(OperandKind.X64Code, "E8 E8 10 00 00 00", "1 FromEnd 20ED")]
    [InlineData(OperandKind.X64Code, "E8 10 00 00 0F 84 10 00 00 00", "1 FromEnd F001015")] // the operand's last byte begins no jump
    [InlineData(OperandKind.Pointers, "00 20 00 00 00 00 00 00 10 00 00 00 20 00 00 00", "0 Absolute 2000; 8 Absolute 2000000010")]
    [InlineData(OperandKind.Offsets, "00 02 00 00 00 FE FF FF", "0 FromStart 1200; 4 FromStart E04")]
    [InlineData(OperandKind.Offsets, "FF 00 00 00 01 FF FF FF", "")]
    [InlineData(OperandKind.FrameIndex, "10 00 00 00 F0 FF FF FF", "0 FromSection 810; 4 FromSection 7F0")]
    [InlineData(OperandKind.Frames, "1C 00 00 00 20 00 00 00 00 10 00 00 22 00 00 00 04 00 F0 FF FF", "8 FromStart 2008; 4 Back FE4; 17 FromStart 11")]
    [InlineData(OperandKind.Frames, "1C 00 00 00 20 00 00 00 00 10 00 00 22 00 00 00 00 00 F0 FF FF", "8 FromStart 2008; 4 Back FE4")]
    [InlineData(OperandKind.Frames, "1C 00 00 00 00 00 00 00 00 10 00 00 22 00 00 00 04 00 F0 FF FF", "")]
    [InlineData(OperandKind.Frames, "1C 00 00 00 20 08 00 00 00 10 00 00 22 00 00 00 04 00 F0 FF FF", "")]
    [InlineData(OperandKind.None, "E8 10 00 00 00 00 00 00", "")]
    public void Operands_are_found(OperandKind kind, string hex, string expected) => Assert.Equal(expected, Find(kind, hex, isOperand: true));

    [Fact]
    public void What_leads_nowhere_is_none_and_the_search_goes_on_behind_its_first_byte() =>
        Assert.Equal("1 FromEnd 20ED; 2 FromEnd 1016", Find(OperandKind.X64Code, "E8 E8 10 00 00 00", isOperand: false));

    [Fact]
    public void Where_no_pointer_is_there_may_be_two_offsets() => Assert.Equal(
        "0 Absolute 20000000200; 0 FromStart 1200; 4 FromStart 1204", Find(OperandKind.PointersAndOffsets, "00 02 00 00 00 02 00 00", isOperand: false));

    [Theory]
    [InlineData(OperandForm.Absolute, "00 20 00 00 00 00 00 00")]
    [InlineData(OperandForm.FromEnd, "FC 0F 00 00")]
    [InlineData(OperandForm.FromStart, "00 10 00 00")]
    [InlineData(OperandForm.Back, "00 F0 FF FF")]
    [InlineData(OperandForm.FromSection, "00 18 00 00")]
    public void Operands_are_written_in_their_form(OperandForm form, string expected)
    {
        var operand = new byte[Bytes(expected).Length];

        OperandScan.Write(operand, form, 0x2000, 0x1000, 0x800);

        Assert.Equal(Bytes(expected), operand);
    }

    private static string Find(OperandKind kind, string hex, bool isOperand)
    {
        var found = new List<string>();
        OperandScan.Find(kind, Bytes(hex), 0x1000, 0x800, (at, form, target) =>
        {
            found.Add($"{at} {form} {target:X}");
            return isOperand;
        });
        return string.Join("; ", found);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));
}
