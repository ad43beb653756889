using StavisLive.Core.Windowing;

namespace StavisLive.Cli.Tests.CommandLine;

public sealed class OptionValuesTests
{
    [Theory]
    [InlineData("--duration expects a number such as 0.4, with a point before the decimals, not \"0,4\".", "--duration", "0,4")]
    [InlineData("--av-offset expects a number such as 0.4, with a point before the decimals, not \"1.000,5\".", "--av-offset", "1.000,5")]
    [InlineData("--window-fps expects a number such as 0.4, with a point before the decimals, not \"fast\".", "--window-fps", "fast")]
    [InlineData("--max-frames expects a whole number of at most eighteen digits, not \"1.5\".", "--max-frames", "1.5")]
    [InlineData("--threads expects a whole number of at most nine digits, not \"99999999999\".", "--threads", "99999999999")]
    [InlineData("--align expects center or newest, not \"middle\".", "--align", "middle")]
    [InlineData("--align expects center or newest, not \"1\".", "--align", "1")]
    public void Parse_ValueOfTheWrongKind_IsRefusedInWords(string said, string option, string value)
    {
        var parsed = StavisCommandLine.Build().Parse(["--synthetic", option, value]);

        Assert.Equal(said, Assert.Single(parsed.Errors).Message);
    }

    [Fact]
    public void Parse_AnyOptionOfAnyCommand_NamesNoTypeWhereItsValueIsWrong()
    {
        foreach (var command in Below(StavisCommandLine.Build()))
        {
            foreach (var option in command.Options)
            {
                var messages = command.Parse([option.Name, "\u00A7"]).Errors.Select(error => error.Message);
                Assert.All(messages, message => Assert.DoesNotMatch(@"System\.|StavisLive\.|`\d", message));
            }
        }
    }

    [Fact]
    public void Parse_ValuesOfTheRightKind_AreRead()
    {
        var parsed = StavisCommandLine.Build().Parse(["--synthetic", "--duration", "0.4", "--av-offset", "-80", "--align", "newest", "--max-frames", "9"]);

        Assert.Empty(parsed.Errors);
        Assert.Equal(0.4, parsed.GetValue<double?>("--duration"));
        Assert.Equal(-80, parsed.GetValue<double?>("--av-offset"));
        Assert.Equal(MapAlignment.Newest, parsed.GetValue<MapAlignment?>("--align"));
        Assert.Equal(9, parsed.GetValue<long?>("--max-frames"));
    }

    private static IEnumerable<System.CommandLine.Command> Below(System.CommandLine.Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
}
