using StavisLive.Core.Configuration;

namespace StavisLive.Core.Tests.Configuration;

public sealed class KeyTextTests
{
    [Theory]
    [InlineData("`source.loop` repeats a file, so it needs `source.input`.", "source.loop repeats a file, so it needs source.input.")]
    [InlineData("Or use `source.mic=none`.", "Or use source.mic=none.")]
    [InlineData("`source.masks[1]` lies outside.", "source.masks[1] lies outside.")]
    [InlineData("Run `mkdir -p x`, or `Echo`.", "Run `mkdir -p x`, or `Echo`.")]
    public void Plain_Sentence_NamesTheKeys(string text, string expected) => Assert.Equal(expected, KeyText.Plain(text));

    [Fact]
    public void Render_SettingThatTheFrontDoesNotKnow_StaysAsItStands() =>
        Assert.Equal("<source.mic> or `b`", KeyText.Render("`source.mic` or `b`", setting => setting == "b" ? null : $"<{setting}>"));
}
