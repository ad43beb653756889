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
            TrainingLog.Write(folder.FullName, [Epoch(1, "a", "scene"), Epoch(2, "photographs", "scene")]);

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

    private static EpochRecord Epoch(int number, params string[] groups) =>
        new("stills", number, number * 15, 0.5, new ValidationResult([.. groups.Select(group => new GroupScore(group, 0.6, 1.5))]), 2);
}
