using StavisLive.Cluster.Configuration;
using StavisLive.Cluster.Contracts;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;

namespace StavisLive.Cluster.Client;

/// <summary>A file of configuration as the list of streams that a cluster is to run.</summary>
internal static class WallFile
{
    /// <summary>Reads a file; secrets stay named.</summary>
    /// <exception cref="ConfigException">Everything that is wrong with it, by file, line and key.</exception>
    public static IReadOnlyList<WantedStream> Load(string path) => WantedStreamConfig.Write(ConfigFile.LoadNamed(path));

    /// <summary>What a configuration says that a cluster doesn't listen to, since it is each node's own.</summary>
    public static IReadOnlyList<string> Unheard(string path)
    {
        var (config, usual) = (ConfigFile.LoadNamed(path), new StavisConfig());
        (string Key, bool IsSaid)[] sections =
        [
            ("model", config.Model != usual.Model), ("events", config.Events != usual.Events), ("serve", config.Serve != usual.Serve),
            ("publish", config.Publish != usual.Publish), ("cluster", config.Cluster != usual.Cluster), ("log", config.Log != usual.Log),
        ];
        return [.. sections.Where(section => section.IsSaid).Select(section => section.Key)];
    }
}
