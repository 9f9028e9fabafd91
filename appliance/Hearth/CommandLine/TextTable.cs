namespace Hearth.CommandLine;

/// <summary>Rows under a heading, each column as wide as its widest cell.</summary>
internal sealed class TextTable
{
    private readonly List<string[]> rows = [];
    private readonly bool[] right;

    /// <summary>A table without rows.</summary>
    /// <param name="headings">One a column; numbers stand to the right under a heading that starts with a blank.</param>
    public TextTable(params string[] headings)
    {
        right = Array.ConvertAll(headings, heading => heading.StartsWith(' '));
        rows.Add(Array.ConvertAll(headings, heading => heading.Trim()));
    }

    /// <summary>Adds a row with a cell for each column.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>The table, a line a row, without blanks at the end of lines.</summary>
    public override string ToString()
    {
        var widths = new int[right.Length];
        for (var column = 0; column < widths.Length; column++)
        {
            widths[column] = rows.Max(row => row[column].Length);
        }

        return string.Concat(rows.Select(row => string.Join("  ", row.Select((cell, column) => Fit(cell, column))).TrimEnd() + "\n"));

        string Fit(string cell, int column) => right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
    }
}
