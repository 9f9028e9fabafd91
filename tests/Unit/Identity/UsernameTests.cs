using Hearth.Identity;
using Hearth.Protocol;
using Xunit;

namespace Hearth.Tests.Identity;

public class UsernameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("7")]
    [InlineData("alice")]
    [InlineData("a-b-c")]
    [InlineData("0-0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-0-1-2-3-4-5")]
    public void A_username_has_up_to_32_letters_and_digits_with_single_hyphens_between(string text)
    {
        Assert.True(Username.TryParse(text, out var username));
        Assert.Equal(text, username.ToString());
        Assert.Equal($"/p/{text}", username.Namespace.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("Alice")]
    [InlineData("al ice")]
    [InlineData("alice\n")]
    [InlineData("a.b")]
    [InlineData("../etc")]
    [InlineData("älice")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456")]
    [InlineData("a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x-y-z-0-1-2-3-4-5-6")]
    public void Anything_else_is_no_username(string? text) => Assert.False(Username.TryParse(text, out _));

    [Fact]
    public void The_rule_is_the_one_of_the_panels_interface()
    {
        var random = new System.Random(1);
        const string letters = "ab0-A.";
        for (var draw = 0; draw < 20_000; draw++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(72)).Select(_ => letters[random.Next(draw % 2 == 0 ? 4 : 6)])]);
            Assert.Equal(System.Text.RegularExpressions.Regex.IsMatch(text, @"^[a-z0-9](-?[a-z0-9]){0,31}\z"), Username.TryParse(text, out _));
        }
    }

    [Theory]
    [InlineData("/p/alice", "alice")]
    [InlineData("/p/alice/32=claim/v=1", "alice")]
    [InlineData("/p", null)]
    [InlineData("/", null)]
    [InlineData("/q/alice", null)]
    [InlineData("/p/Alice/x", null)]
    [InlineData("/p/32=alice", null)]
    [InlineData("/32=p/alice", null)]
    [InlineData("/p/al%00ice", null)]
    public void A_name_lies_in_the_namespace_of_its_second_component(string name, string? username)
    {
        Assert.Equal(username is not null, Username.TryFind(Name.Parse(name), out var found));
        Assert.Equal(username, found?.ToString());
    }
}
