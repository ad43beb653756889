using System.Text.RegularExpressions;

namespace StavisLive.Integration.Tests.Structure;

/// <summary>A folder boundary is an arrow: folders that lie beside each other never depend on each other in a cycle, at any depth.</summary>
public class FolderArrowTests
{
    [Theory]
    [InlineData("StavisLive.Scenes")]
    [InlineData("StavisLive.Model")]
    [InlineData("StavisLive.Media")]
    [InlineData("StavisLive.Evaluation")]
    [InlineData("StavisLive.Training")]
    [InlineData("StavisLive.Hosting")]
    [InlineData("StavisLive.Server")]
    [InlineData("StavisLive.Cluster")]
    public void Folders_OfAProject_FormNoCycle(string project) => AssertNoCycle(project);

    [Fact]
    public void Folders_OfCore_FormNoCycle() => AssertNoCycle("StavisLive.Core");

    [Fact]
    public void Folders_OfTheProgram_FormNoCycle() => AssertNoCycle("StavisLive.Cli", "stavis-live");

    [Fact]
    public void Projects_AllOfThem_AreHeldToIt()
    {
        string[] held = [.. typeof(FolderArrowTests).GetMethod(nameof(Folders_OfAProject_FormNoCycle))!
            .GetCustomAttributes(inherit: false).OfType<InlineDataAttribute>().Select(data => (string)data.Data[0]!)];
        var all = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(all.Order(), held.Append("StavisLive.Core").Append("StavisLive.Cli").Order());
    }

    [Fact]
    public void Folders_OfAllProjects_StandInTheArchitecture()
    {
        var architecture = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var missing =
            from project in Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName)
            // Its own line, and those that stand further in below it.
            let told = Regex.Match(architecture, $@"^    src/{Regex.Escape(project)}/.*(\r?\n {{5,}}.*)*", RegexOptions.Multiline).Value
            from folder in Directory.GetDirectories(Path.Combine(Repository.Root, "src", project)).Select(Path.GetFileName)
            where !Regex.IsMatch(told, $@"(?<![\w/]){folder}/")
            select $"{project}/{folder}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Cycles_PlantedOne_IsFound()
    {
        const string Planted = "StavisLive.Integration.Tests.Structure.Planted";

        var cycle = Assert.Single(FolderArrows.Read(typeof(FolderArrowTests).Assembly.Location).Cycles(Planted));

        Assert.Equal($"{Planted}: One -> Two (First uses Second), Three -> One (Third uses First), Two -> Three (Second uses Third)", cycle);
    }

    private static void AssertNoCycle(string project, string? assembly = null)
    {
        var cycles = FolderArrows.Read(Path.Combine(AppContext.BaseDirectory, $"{assembly ?? project}.dll")).Cycles(project).ToArray();
        Assert.True(cycles.Length == 0, string.Join(Environment.NewLine, cycles));
    }
}
