namespace Hearth.Web.Http;

/// <summary>The names that can be claimed: <c>[a-z0-9](-?[a-z0-9]){0,31}</c>.</summary>
internal static class Username
{
    private const int MostLettersAndDigits = 32;

    public static bool IsValid(string? name)
    {
        if (string.IsNullOrEmpty(name) || name[^1] == '-')
        {
            return false;
        }

        var counted = 0;
        var afterHyphen = true;
        foreach (var character in name)
        {
            if (character == '-')
            {
                if (afterHyphen)
                {
                    return false;
                }

                afterHyphen = true;
                continue;
            }

            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character))
            {
                return false;
            }

            afterHyphen = false;
            counted++;
        }

        return counted <= MostLettersAndDigits;
    }
}
