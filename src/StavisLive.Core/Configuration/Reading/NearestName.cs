namespace StavisLive.Core.Configuration.Reading;

/// <summary>Guesses which known name a misspelt one was meant to be.</summary>
public static class NearestName
{
    /// <summary>The known name with the fewest typing errors, or null when none is near.</summary>
    /// <remarks>Near means that at most every third letter is wrong: "camra" is "camera", "foo" is nothing.</remarks>
    public static string? Find(string misspelt, IEnumerable<string> known)
    {
        var nearest = known
            .Select(name => (Name: name, Distance: Distance(misspelt.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Distance * 3 <= Math.Max(nearest.Name.Length, 3) ? nearest.Name : null;
    }

    /// <summary>Optimal string alignment distance: letters inserted, left out, replaced, or swapped with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replace, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
