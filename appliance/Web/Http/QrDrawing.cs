using System.Globalization;
using System.Text;
using QRCoder;

namespace Hearth.Web.Http;

/// <summary>A QR code as one SVG path.</summary>
/// <param name="Size">Width and height of the view box, the quiet zone included.</param>
/// <param name="Path">The dark modules, one run a row each.</param>
internal sealed record QrDrawing(int Size, string Path)
{
    /// <summary>Draws <paramref name="text"/>; level M survives the 15 % of a print that wear or a fold takes.</summary>
    public static QrDrawing Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                var start = x;
                while (x < modules.Count && modules[y][x])
                {
                    x++;
                }

                if (x > start)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
                }
            }
        }

        return new QrDrawing(modules.Count, path.ToString());
    }
}
