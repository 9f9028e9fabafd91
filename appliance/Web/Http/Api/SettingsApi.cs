using Hearth.Web.Http.Wire;
using Microsoft.AspNetCore.Http;

namespace Hearth.Web.Http.Api;

/// <summary>The settings, with their schema, and one line a field where a value is refused.</summary>
internal sealed class SettingsApi(INode node)
{
    public IEnumerable<Route> Routes =>
    [
        new("GET", "/api/settings", Access.Owner, Read),
        new("PUT", "/api/settings", Access.Owner, Write),
    ];

    private Task Read(Call call) => call.Send(
        StatusCodes.Status200OK,
        new WireSettings(node.Settings, SettingsSchema.Defaults, SettingsSchema.Fields),
        WireJson.Default.WireSettings);

    private async Task Write(Call call)
    {
        using var body = new MemoryStream();
        await call.Http.Request.Body.CopyToAsync(body, call.Aborted).ConfigureAwait(false);
        if (!SettingsSchema.TryRead(body.GetBuffer().AsMemory(0, (int)body.Length), node.Settings, out var settings, out var errors))
        {
            await (errors.Count == 0
                ? call.Refuse(StatusCodes.Status400BadRequest, "error.body")
                : RefuseFields(call, errors)).ConfigureAwait(false);
            return;
        }

        var refused = await node.ChangeSettingsAsync(settings, call.Aborted).ConfigureAwait(false);
        await (refused.Count == 0 ? Read(call) : RefuseFields(call, refused)).ConfigureAwait(false);
    }

    private static Task RefuseFields(Call call, IReadOnlyList<SettingError> errors) => call.Send(
        StatusCodes.Status422UnprocessableEntity,
        new WireError(
            call.Words.Say("error.settings"),
            errors.DistinctBy(error => error.Key).ToDictionary(error => error.Key, error => Line(call.Words, error))),
        WireJson.Default.WireError);

    private static string Line(Words words, SettingError error)
    {
        var field = SettingsSchema.Fields.FirstOrDefault(field => field.Key == error.Key);
        return error.Reason switch
        {
            SettingErrorReason.TooSmall => words.Say("error.setting-too-small", ("least", words.Size(field?.Least ?? 0))),
            SettingErrorReason.TooLarge => words.Say("error.setting-too-large", ("most", words.Size(field?.Most ?? 0))),
            SettingErrorReason.NotAChoice =>
                words.Say("error.setting-not-a-choice", ("choices", string.Join(", ", field?.Choices ?? []))),
            SettingErrorReason.WrongType => words.Say("error.setting-wrong-type"),
            SettingErrorReason.MoreThanTheMachineHas => words.Say("error.setting-more-than-machine"),
            _ => words.Say("error.setting-unknown"),
        };
    }
}
