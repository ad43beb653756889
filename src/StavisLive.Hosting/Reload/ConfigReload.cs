using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Reload;

/// <summary>Reads the configuration again whenever there is a reason to.</summary>
/// <param name="watch">Tells when.</param>
/// <param name="load">Reads, checks and settles it.</param>
/// <param name="log">Told what is wrong with it.</param>
public sealed partial class ConfigReload(ConfigWatch watch, Func<Task<HostPlan>> load, ILogger log)
{
    /// <summary>Waits for the next configuration that can be run. One that cannot is told of and otherwise ignored.</summary>
    public async Task<HostPlan> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await watch.NextAsync(cancellationToken);
            try
            {
                return await load();
            }
            catch (ConfigException e)
            {
                foreach (var problem in e.Problems) LogProblem(log, problem);
                LogRefused(log);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem:l}")]
    private static partial void LogProblem(ILogger log, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed configuration is not taken over; everything goes on as before")]
    private static partial void LogRefused(ILogger log);
}
