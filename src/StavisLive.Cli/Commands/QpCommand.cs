using System.CommandLine;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Media.Encoding.QpRecords;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Cli.Commands;

/// <summary><c>qp</c>: files of QP maps in the forms that encoders elsewhere read, and what is wrong with them.</summary>
internal static class QpCommand
{
    private static readonly string Names = string.Join(", ", QpFormat.All.Select(format => format.Name));

    public static Command Build() => new("qp", "Convert and check files of QP maps") { BuildConvert(), BuildValidate() };

    private static Command BuildConvert()
    {
        var file = new Argument<string>("FILE") { Description = "What --qp-maps has written" };
        var to = new Option<string>("--to") { HelpName = "FORMAT", Description = Names, Required = true };
        var output = new Option<string>("--output") { HelpName = "FILE", Description = "Where to; replaced if it is there", Required = true };
        var block = new Option<int>("--block") { HelpName = "N", Description = "Pixels of the side of a block in FILE", DefaultValueFactory = _ => DeltaQpPlanner.UsualBlockSize };
        var size = SizeOption();
        var command = new Command("convert", "Write the records of a file as another encoder wants them") { file, to, output, block, size };
        command.SetAction(parsed =>
        {
            var format = FormatOf(parsed.GetRequiredValue(to));
            var side = parsed.GetValue(block);
            if (side is not (8 or 16 or 32 or 64)) throw new ConfigException($"--block is 8, 16, 32 or 64, not {side}.");
            QpFile.Convert(parsed.GetRequiredValue(file), parsed.GetRequiredValue(output), format, ShapeOf(parsed.GetValue(size), side));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command BuildValidate()
    {
        var file = new Argument<string>("FILE") { Description = "The file that the encoder is to read" };
        var encoder = new Option<string>("--encoder") { HelpName = "NAME", Description = Names, Required = true };
        var size = SizeOption();
        var command = new Command("validate", "Check a file against an encoder's rules; names the first record that breaks one") { file, encoder, size };
        command.SetAction(parsed =>
        {
            var format = FormatOf(parsed.GetRequiredValue(encoder));
            var shape = ShapeOf(parsed.GetValue(size), DeltaQpPlanner.UsualBlockSize);
            if (format.NeedsSize && !shape.HasSize) throw new ConfigException($"A file for {format.Name} doesn't say how large its pictures are: give --size WxH.");
            var path = parsed.GetRequiredValue(file);
            if (QpFile.Problem(path, format, shape) is not { } problem)
            {
                Console.Out.WriteLine($"{path}: good for {format.Name}");
                return ExitCode.Done;
            }
            Console.Error.WriteLine($"{path}: not good for {format.Name}: {problem}");
            return ExitCode.Failed;
        });
        return command;
    }

    private static Option<string?> SizeOption() => new("--size") { HelpName = "WxH", Description = "Size of the pictures" };

    private static QpFormat FormatOf(string name) => QpFormat.Find(name) ?? throw new ConfigException($"There is no \"{name}\"; known are {Names}.");

    private static QpFileShape ShapeOf(string? size, int block)
    {
        if (size is null) return new QpFileShape(block);
        return ConfigWords.Parse<PictureSize>(size) is { Width: > 0, Height: > 0 } given
            ? new QpFileShape(block, given.Width, given.Height)
            : throw new ConfigException($"--size is WIDTHxHEIGHT, such as 1280x720, not \"{size}\".");
    }
}
