using Mono.Cecil;

namespace StavisLive.Integration.Tests.Structure;

/// <summary>The arrows between the folders of an assembly, as its compiled types have them: a namespace is a folder.</summary>
internal sealed class FolderArrows
{
    private readonly List<(TypeDefinition From, TypeDefinition To)> _references;

    private FolderArrows(List<(TypeDefinition From, TypeDefinition To)> references) => _references = references;

    /// <summary>Reads an assembly.</summary>
    /// <param name="path">Its file.</param>
    public static FolderArrows Read(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return new FolderArrows(
            [.. TypeReferences.Of(module).SelectMany(group => group.Select(target => (group.Key, target)))]);
    }

    /// <summary>Every cycle of folders that lie beside each other, at any depth below a namespace, in words.</summary>
    public IEnumerable<string> Cycles(string root) => Parents(root).Select(CycleIn).OfType<string>();

    // The root and everything below it that has a folder in it.
    private IEnumerable<string> Parents(string root) => _references
        .SelectMany(reference => Ancestors(reference.From.Namespace))
        .Where(space => space == root || space.StartsWith(root + ".", StringComparison.Ordinal))
        .Distinct()
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Ancestors(string space)
    {
        for (var end = space.Length; end > 0; end = space.LastIndexOf('.', end - 1)) yield return space[..end];
    }

    private string? CycleIn(string parent)
    {
        var arrows = _references
            .Select(reference => (From: FolderIn(parent, reference.From), To: FolderIn(parent, reference.To), Reason: reference))
            .Where(arrow => arrow.From is not null && arrow.To is not null && arrow.From != arrow.To)
            .GroupBy(arrow => (From: arrow.From!, To: arrow.To!))
            .ToDictionary(group => group.Key, group => group.First().Reason);
        RemoveOpenEnds(arrows);
        return arrows.Count == 0 ? null : $"{parent}: {string.Join(", ", arrows.OrderBy(arrow => arrow.Key).Select(Describe))}";
    }

    /// <summary>Takes away what leads into or out of cycles, until only what lies on or between them is left.</summary>
    private static void RemoveOpenEnds<T>(Dictionary<(string From, string To), T> arrows)
    {
        while (arrows.Keys.FirstOrDefault(arrow => IsOpen(arrow, arrows.Keys)) is { From: not null } open) arrows.Remove(open);
    }

    private static bool IsOpen((string From, string To) arrow, IReadOnlyCollection<(string From, string To)> all) =>
        all.All(other => other.To != arrow.From) || all.All(other => other.From != arrow.To);

    // A folder's own files are nobody's neighbours: they may open what lies below them to the rest.
    private static string? FolderIn(string parent, TypeDefinition type) => type.Namespace.StartsWith(parent + ".", StringComparison.Ordinal)
        ? type.Namespace[(parent.Length + 1)..].Split('.')[0]
        : null;

    private static string Describe(KeyValuePair<(string From, string To), (TypeDefinition From, TypeDefinition To)> arrow) =>
        $"{arrow.Key.From} -> {arrow.Key.To} ({arrow.Value.From.Name} uses {arrow.Value.To.Name})";
}
