using System.CommandLine;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Evaluation;
using StavisLive.Core.Configuration;

namespace StavisLive.Cli.Commands;

/// <summary>Which data set is evaluated, and which part of it.</summary>
internal sealed class DatasetOptions
{
    private readonly Argument<string?> _folder = new("FOLDER")
    {
        Description = "A gaze folder (fixations.csv with images/ or clips/), or the root of a published data set (video_frames/, video_audio/, annotations/)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _list = new("--list") { HelpName = "FILE", Description = "Published layout: the videos to evaluate, \"name frames fps\" a line" };
    private readonly KeyOption<string?> _trainingList = new("--train-list", "trainingList") { HelpName = "FILE", Description = "Published layout: the videos of the training set's mean map" };
    private readonly KeyOption<string?> _frames = new("--frames", "frames") { HelpName = "DIR", Description = "Published layout: where NAME/img_00001.jpg, ... lie, instead of FOLDER/video_frames/DATASET" };
    private readonly KeyOption<string?> _audio = new("--audio", "audio") { HelpName = "DIR", Description = "Published layout: where NAME/NAME.wav lie, instead of FOLDER/video_audio/DATASET" };
    private readonly KeyOption<string?> _annotations = new("--annotations", "annotations") { HelpName = "DIR", Description = "Published layout: where NAME/fixMap_00001.mat and NAME/maps/eyeMap_00001.jpg, ... lie, instead of FOLDER/annotations/DATASET" };
    private readonly Option<bool> _lastVideoSilent = new("--last-video-silent") { Description = "Published layout: give the last listed video silence, as the authors' loader does by mistake" };
    private readonly Option<string?> _split = new("--split") { HelpName = "NAME", Description = "Gaze folders: the part to evaluate, train, val, ... or all; val without it" };

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_folder);
        foreach (var option in new Option[] { _list, _trainingList, _frames, _audio, _annotations, _lastVideoSilent, _split }) command.Add(option);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="ConfigException">It cannot be meant.</exception>
    public DatasetChoice ToChoice(ParseResult parsed)
    {
        var choice = new DatasetChoice
        {
            Folder = parsed.GetValue(_folder),
            List = parsed.GetValue(_list),
            TrainingList = parsed.GetValue(_trainingList),
            Frames = parsed.GetValue(_frames),
            Audio = parsed.GetValue(_audio),
            Annotations = parsed.GetValue(_annotations),
            LastVideoSilent = parsed.GetValue(_lastVideoSilent),
            Split = parsed.GetValue(_split),
        };
        var problems = choice.Problems().ToList();
        return problems.Count == 0 ? choice : throw new ConfigException(problems);
    }
}
