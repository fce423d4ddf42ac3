
# The servers and groups of the configuration where no option is typed.
var of-options = $edit:completion:arg-completer[rcon-shell]
set edit:completion:arg-completer[rcon-shell] = {|@words|
    if (str:has-prefix $words[-1] '-') {
        $of-options rcon-shell $words[-1]
    } elif (has-value [{VALUED}] $words[-2]) {
        edit:complete-filename $words[-1]
    } else {
        try {
            e:rcon-shell --generate servers | from-lines | each {|line|
                var name about = (str:split "\t" $line)
                edit:complex-candidate $name &display=$name'  '$about
            }
        } catch {
            # Without the program there are no names, and a key to answer.
        }
    }
}
