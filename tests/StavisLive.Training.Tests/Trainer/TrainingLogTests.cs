using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Testing;
using StavisLive.Training.Trainer;
using StavisLive.Training.Trainer.Validation;

namespace StavisLive.Training.Tests.Trainer;

public sealed class TrainingLogTests
{
    [Fact]
    public void Write_ContinuedWithOtherSets_HasColumnsForAllOfThem()
    {
        var folder = Directory.CreateTempSubdirectory("training-log-");
        try
        {
            TrainingLog.Write(folder.FullName, [Epoch(1, "a", "scene"), Epoch(2, "photographs", "scene")], NullLogger.Instance);

            Assert.Equal(
                [
                    "stage,epoch,steps,loss,a_cc,a_nss,scene_cc,scene_nss,photographs_cc,photographs_nss,seconds",
                    "stills,1,15,0.50000,0.60000,1.50000,0.60000,1.50000,,,2.0",
                    "stills,2,30,0.50000,,,0.60000,1.50000,0.60000,1.50000,2.0",
                ],
                File.ReadAllLines(Path.Combine(folder.FullName, "log.csv")));
            Assert.True(File.Exists(Path.Combine(folder.FullName, "curves.png")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("log.csv", "curves.png")]
    [InlineData("curves.png", "log.csv")]
    public void Write_WhereAnotherProgramHasOne_IsToldAndTheOtherWritten(string taken, string other)
    {
        var folder = Directory.CreateTempSubdirectory("training-log-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, taken));
            var log = new RecordingLogger();

            TrainingLog.Write(folder.FullName, [Epoch(1, "scene")], log);

            var (level, text) = Assert.Single(log.Entries);
            Assert.Equal(LogLevel.Warning, level);
            Assert.StartsWith($"{Path.Combine(folder.FullName, taken)} cannot be written before the next epoch ends: ", text);
            Assert.True(File.Exists(Path.Combine(folder.FullName, other)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static EpochRecord Epoch(int number, params string[] groups) =>
        new("stills", number, number * 15, 0.5, new ValidationResult([.. groups.Select(group => new GroupScore(group, 0.6, 1.5))]), 2);
}
