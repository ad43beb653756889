using StavisLive.Cli.Doctor;

namespace StavisLive.Cli.Tests.Doctor;

public sealed class ExaminationTests
{
    [Theory]
    [InlineData(true, "Missing")]
    [InlineData(false, "Warning")]
    public async Task RunAsync_CheckThrows_IsAFindingOfItsOwn(bool isNeeded, string verdict)
    {
        var finding = await Examination.RunAsync(new ThrowingCheck(isNeeded), default);

        Assert.Equal(verdict, finding.Verdict.ToString());
        Assert.Equal("the check itself failed: InvalidOperationException: it broke", finding.Message);
    }

    [Fact]
    public void Checks_All_HaveSubjectsOfTheirOwn()
    {
        var subjects = Examination.Checks().Select(check => check.Subject).ToList();

        Assert.Equal(subjects.Distinct(), subjects);
        Assert.Superset(new HashSet<string> { "ffmpeg", "libavcodec", "libtorch", "OpenCV", "temp folder", "processor", "screen", "cameras" }, subjects.ToHashSet());
    }

    private sealed class ThrowingCheck(bool isNeeded) : ICheck
    {
        public string Subject => "throwing";

        public bool IsNeeded => isNeeded;

        public Task<Finding> RunAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("it broke");
    }
}
