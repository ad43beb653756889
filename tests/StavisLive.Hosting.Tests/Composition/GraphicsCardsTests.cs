using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Tests.Composition;

public sealed class GraphicsCardsTests : IDisposable
{
    private readonly DirectoryInfo _driver = Directory.CreateTempSubdirectory("stavis-driver-");

    public void Dispose() => _driver.Delete(recursive: true);

    [Fact]
    public void Describe_OtherCardOrOtherPartOfIt_IsAnother()
    {
        Insert("NVIDIA L4");
        var (whole, part) = (Describe(null), Describe("MIG-a"));
        Insert("NVIDIA H200");

        Assert.Equal(3, new HashSet<string> { whole, part, Describe(null) }.Count);
        Assert.Contains("NVIDIA H200", Describe(null));
        // What changes from start to start is no part of it.
        Assert.DoesNotContain("IRQ", Describe(null));
    }

    [Fact]
    public void Describe_NoDriver_IsWhatTheEnvironmentSays() =>
        Assert.Contains("1,2", GraphicsCards.Describe(Path.Combine(_driver.FullName, "none"), _ => "1,2"));

    private void Insert(string model) =>
        File.WriteAllText(Path.Combine(_driver.CreateSubdirectory("0000:3b:00.0").FullName, "information"), $"Model: \t\t {model}\nIRQ:   \t\t 98\n");

    private string Describe(string? visible) => GraphicsCards.Describe(_driver.FullName, name => name == "CUDA_VISIBLE_DEVICES" ? visible : null);
}
