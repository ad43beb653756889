using StavisLive.Integration.Tests.Structure.Planted.Two;

namespace StavisLive.Integration.Tests.Structure.Planted.One;

/// <summary>Begins the cycle that <see cref="FolderArrowTests"/> has to find.</summary>
internal static class First
{
    public static int Count(IEnumerable<int> values) => values.Select(value => Second.Twice(value)).Sum();
}
