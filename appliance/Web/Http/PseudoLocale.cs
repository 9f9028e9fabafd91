using System.Text;

namespace Hearth.Web.Http;

/// <summary>Accents every letter of a text and leaves its <c>{placeholders}</c>.</summary>
internal static class PseudoLocale
{
    private const string Plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Accented = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýž";

    public static string Of(string text)
    {
        var accented = new StringBuilder(text.Length);
        var inPlaceholder = false;
        foreach (var character in text)
        {
            inPlaceholder = character == '{' || (inPlaceholder && character != '}');
            var index = inPlaceholder ? -1 : Plain.IndexOf(character, StringComparison.Ordinal);
            accented.Append(index < 0 ? character : Accented[index]);
        }

        return accented.ToString();
    }
}
