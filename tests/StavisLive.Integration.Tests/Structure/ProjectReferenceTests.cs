using System.Xml.Linq;
using Mono.Cecil;

namespace StavisLive.Integration.Tests.Structure;

/// <summary>A project boundary is a dependency boundary: these arrows are allowed, any other is a mistake.</summary>
public class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["StavisLive.Core"] = [],
        ["StavisLive.Scenes"] = ["StavisLive.Core"],
        ["StavisLive.Model"] = ["StavisLive.Core"],
        ["StavisLive.Media"] = ["StavisLive.Core"],
        ["StavisLive.Evaluation"] = ["StavisLive.Core", "StavisLive.Scenes", "StavisLive.Media", "StavisLive.Model"],
        ["StavisLive.Training"] = ["StavisLive.Core", "StavisLive.Scenes", "StavisLive.Media", "StavisLive.Model", "StavisLive.Evaluation"],
        ["StavisLive.Hosting"] = ["StavisLive.Core", "StavisLive.Scenes", "StavisLive.Media", "StavisLive.Model"],
        ["StavisLive.Server"] = ["StavisLive.Core", "StavisLive.Media", "StavisLive.Hosting"],
        ["StavisLive.Cluster"] = ["StavisLive.Core", "StavisLive.Hosting", "StavisLive.Server"],
        ["StavisLive.Cli"] =
        [
            "StavisLive.Core", "StavisLive.Scenes", "StavisLive.Media", "StavisLive.Model", "StavisLive.Evaluation", "StavisLive.Training",
            "StavisLive.Hosting", "StavisLive.Server", "StavisLive.Cluster",
        ],
    };

    // Packages with native code, and the projects that may see each.
    private static readonly Dictionary<string, string[]> PackageOwners = new()
    {
        ["TorchSharp"] = ["StavisLive.Model", "StavisLive.Training"],
        ["libtorch"] = ["StavisLive.Model"],
        ["OpenCvSharp4"] = ["StavisLive.Media"],
        ["NAudio"] = ["StavisLive.Media"],
    };

    [Fact]
    public void SourceProjects_ReferToEachOther_OnlyAlongAllowedArrows()
    {
        foreach (var project in Projects("src"))
        {
            Assert.True(AllowedProjects.TryGetValue(project.Name, out var allowed), $"{project.Name} is new: say here what it may see.");
            Assert.Empty(project.References.Except(allowed));
        }
    }

    [Fact]
    public void Samples_ReferToHostingOrNothing_Only() =>
        Assert.All(Projects("samples"), sample => Assert.Empty(sample.References.Except(["StavisLive.Hosting"])));

    [Fact]
    public void NativePackages_AreReferencedByTheirOwners_Only()
    {
        foreach (var project in Projects("src").Concat(Projects("samples")))
        {
            foreach (var (package, owners) in PackageOwners)
            {
                if (owners.Contains(project.Name)) continue;
                Assert.DoesNotContain(project.Packages, name => name.StartsWith(package, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("OpenCvSharp")]
    public void NativeTypes_AreNamedByTheirOwners_Only(string library)
    {
        foreach (var name in AllowedProjects.Keys)
        {
            using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, name == "StavisLive.Cli" ? "stavis-live.dll" : $"{name}.dll"));
            var isOwner = PackageOwners.Any(owned => owned.Key.StartsWith(library, StringComparison.Ordinal) && owned.Value.Contains(name));
            Assert.Equal(isOwner, module.AssemblyReferences.Any(reference => reference.Name == library));
        }
    }

    [Fact]
    public void Packages_HaveTheirVersion_InOnePlace() =>
        Assert.All(Repository.Files("*.csproj"), file => Assert.DoesNotContain(" Version=\"", File.ReadAllText(file)));

    private static IEnumerable<(string Name, string[] References, string[] Packages)> Projects(string folder)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
        {
            var project = XDocument.Load(file);
            yield return (
                Path.GetFileNameWithoutExtension(file),
                [.. project.Descendants("ProjectReference").Select(item => Path.GetFileNameWithoutExtension(item.Attribute("Include")!.Value))],
                [.. project.Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value)]);
        }
    }
}
